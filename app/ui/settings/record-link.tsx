import { Link } from "@shopify/polaris";
import { useTranslation } from "react-i18next";
import { adminPage, recordSubject } from "./record-subject.ts";

/** What a record or an update is about, and where to look at it. */
export function RecordLink({ resource, id }: { resource: string; id: string | null }) {
  const { t } = useTranslation();
  const subject = recordSubject(resource);
  const name = t(`settings.record.${subject}`);
  const url = id === null ? null : adminPage(subject, id);
  return url === null ? (
    name
  ) : (
    <Link url={url} target="_top">
      {name} {id}
    </Link>
  );
}

/** What whoever is asked for help wants to see; in the words of the program, so not of this page. */
export function TechnicalDetails({ lines }: { lines: readonly string[] }) {
  const { t } = useTranslation();
  return (
    <details>
      <summary>{t("settings.technical")}</summary>
      <pre className="crescendo-technical" lang="en" translate="no">
        {lines.join("\n")}
      </pre>
    </details>
  );
}
