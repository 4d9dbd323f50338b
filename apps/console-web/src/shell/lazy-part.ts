import { lazy, type ComponentType, type LazyExoticComponent } from 'react';

const REOPENED = 'waybill.reopened';
const ASK_MS = 1_000;

/**
 * A part of the page whose code is loaded when it is first shown. Where that fails, the browser keeps the failure: so
 * the page is opened anew, at the same address, once the console's server answers. It was away, or it serves a newer
 * page by now. Where opening it anew did not help, the error is shown.
 */
export function lazyPart<Module, Props extends object>(
  load: () => Promise<Module>,
  part: (module: Module) => ComponentType<Props>,
): LazyExoticComponent<ComponentType<Props>> {
  return lazy(async () => {
    try {
      const loaded = part(await load());
      sessionStorage.removeItem(REOPENED);
      return { default: loaded };
    } catch (error) {
      if (sessionStorage.getItem(REOPENED) === location.pathname) throw error;
      await serverAnswers();
      sessionStorage.setItem(REOPENED, location.pathname);
      location.reload();
      return new Promise<never>(() => {});
    }
  });
}

async function serverAnswers(): Promise<void> {
  const answers = () =>
    fetch('/', { method: 'HEAD', cache: 'no-store' }).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await answers())) await new Promise((resolve) => setTimeout(resolve, ASK_MS));
}
