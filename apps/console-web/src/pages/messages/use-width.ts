import { useLayoutEffect, useRef, useState, type RefObject } from 'react';

/** An element's width, followed as it changes. */
export function useWidth<E extends HTMLElement>(): [RefObject<E | null>, number] {
  const element = useRef<E>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const watched = element.current!;
    const observer = new ResizeObserver(() => setWidth(watched.clientWidth));
    setWidth(watched.clientWidth);
    observer.observe(watched);
    return () => observer.disconnect();
  }, []);
  return [element, width];
}
