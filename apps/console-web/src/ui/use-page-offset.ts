import { useLayoutEffect, useState, type RefObject } from 'react';

/** How far below the page's top an element begins, in pixels, also after what is above it has grown. */
export function usePageOffset(ref: RefObject<Element | null>): number {
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => {
    const measure = () => setOffset(Math.round(ref.current!.getBoundingClientRect().top + scrollY));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [ref]);
  return offset;
}
