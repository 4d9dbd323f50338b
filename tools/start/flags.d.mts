export const DEFAULT_DATA_DIR: string;
export interface StartFlags {
  readonly detach: boolean;
  readonly fresh: boolean;
  readonly demo: boolean;
  readonly dataDir: string;
  readonly portBase: number | undefined;
}

export function readFlags(args: string[]): StartFlags;
export function parse(args: string[]): Record<string, string | boolean | undefined>;
export function portBase(text: string | undefined): number | undefined;
