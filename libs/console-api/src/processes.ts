/** A process of the embedded stack, as its supervisor sees it. */
export interface ProcessView {
  name: string;
  /** `restarting`: it died and is about to be started again. */
  state: 'running' | 'starting' | 'restarting' | 'stopped';
  pid?: number;
  /** False for what must not be stopped from the page: Postgres, which holds the console's own data too, and the console. */
  stoppable: boolean;
}
