import { DataTable, type DataTableProps } from "@shopify/polaris";
import { TableName } from "./table-name.tsx";

/** A table of figures with a name, as screen readers list it. */
export function NamedTable({ name, ...table }: DataTableProps & { name: string }) {
  return (
    <TableName name={name}>
      <DataTable {...table} />
    </TableName>
  );
}
