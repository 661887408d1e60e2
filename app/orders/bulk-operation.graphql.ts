const OPERATION = "id status errorCode createdAt objectCount fileSize url partialDataUrl query";

export const RUN_BULK_QUERY = /* GraphQL */ `mutation RunBulkQuery($query: String!) {
  bulkOperationRunQuery(query: $query, groupObjects: false) {
    bulkOperation { ${OPERATION} }
    userErrors { code field message }
  }
}`;

export const BULK_OPERATION = /* GraphQL */ `query BulkOperation($id: ID!) {
  bulkOperation(id: $id) { ${OPERATION} }
}`;

/** The latest operations of this app, to find one that was started just before the process was killed. */
export const RECENT_BULK_OPERATIONS = /* GraphQL */ `query RecentBulkOperations {
  bulkOperations(first: 10, sortKey: CREATED_AT, reverse: true) { nodes { ${OPERATION} } }
}`;
