/** A process of the embedded stack, as its supervisor sees it. */
export interface ProcessView {
  name: string;
  /** `restarting`: it ended unexpectedly and is about to be started again. */
  state: 'running' | 'starting' | 'restarting' | 'stopped';
  pid?: number;
  /** False for Postgres, which also holds the console's data, and for the console itself. */
  stoppable: boolean;
}
