/**
 * Tells those who do not see the page what a choice of theirs has made of it. It stands on the page from the beginning: only what
 * changes in it is read out.
 */
export function Announcement({ children }: { children: string }) {
  return (
    <div role="status" className="crescendo-unseen">
      {children}
    </div>
  );
}
