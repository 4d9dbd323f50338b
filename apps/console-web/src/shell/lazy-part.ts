import { lazy, type ComponentType } from 'react';

const REOPENED = 'waybill.reopened';
const ASK_MS = 1_000;

/**
 * A component whose code is loaded when it is first shown. Browsers cache a failed import, so after a failure the page
 * is reloaded once the console's server responds: it was down, or it has a newer build by now. If reloading did not
 * help, the error is shown.
 *
 * @param name of the module's export
 */
export function lazyPart<Name extends string, Props extends object>(
  load: () => Promise<Readonly<Record<Name, ComponentType<Props>>>>,
  name: Name,
) {
  return lazy(async () => {
    try {
      const loaded = await load();
      sessionStorage.removeItem(REOPENED);
      return { default: loaded[name] };
    } catch (error) {
      if (sessionStorage.getItem(REOPENED) === location.pathname) throw error;
      while (!(await serverResponds())) await new Promise((resolve) => setTimeout(resolve, ASK_MS));
      sessionStorage.setItem(REOPENED, location.pathname);
      location.reload();
      return new Promise<never>(() => {});
    }
  });
}

function serverResponds(): Promise<boolean> {
  return fetch('/', { method: 'HEAD', cache: 'no-store' }).then(
    ({ ok }) => ok,
    () => false,
  );
}
