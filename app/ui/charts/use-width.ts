import { type RefObject, useEffect, useRef, useState } from "react";
import { FIRST_WIDTH } from "./plot-frame.ts";

/** How wide the element is on screen; charts are drawn in its pixels, so that their labels keep their size on a phone. */
export function useWidth<Element extends HTMLElement>(): { ref: RefObject<Element>; width: number } {
  const ref = useRef<Element>(null);
  const [width, setWidth] = useState(FIRST_WIDTH);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry && entry.contentRect.width > 0) setWidth(entry.contentRect.width);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { ref, width };
}
