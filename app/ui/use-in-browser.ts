import { useEffect, useState } from "react";

/** Whether the page has been taken over from the server's; false on the server and where it is compared with the server's page. */
export function useInBrowser(): boolean {
  const [inBrowser, setInBrowser] = useState(false);
  useEffect(() => setInBrowser(true), []);
  return inBrowser;
}
