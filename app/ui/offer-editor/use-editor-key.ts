import { useNavigationType } from "@remix-run/react";
import { useState } from "react";

/** One key for a new offer and the offer it becomes by being saved, so that what is typed meanwhile stays; another for every other. */
export function useEditorKey(offerId: number | null, stage: string): number {
  // Back and forward between the two pages save nothing.
  const goesOn = useNavigationType() !== "POP";
  const place = String(offerId ?? `new-${stage}`);
  const [editor, setEditor] = useState({ place, isNew: offerId === null, key: 0 });
  if (editor.place === place) return editor.key;
  const becomes = editor.isNew && offerId !== null && goesOn;
  const key = becomes ? editor.key : editor.key + 1;
  setEditor({ place, isNew: offerId === null, key });
  return key;
}
