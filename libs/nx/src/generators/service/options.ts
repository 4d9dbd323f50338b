/** As schema.json describes them. */
export interface ServiceOptions {
  readonly name: string;
  /** A list from the command line, text with commas from a prompt. */
  readonly consumes?: readonly string[] | string;
  readonly emits?: readonly string[] | string;
  readonly database?: Database;
  readonly http?: boolean;
  readonly description?: string;
  /** What stands alone on the command line after the name. */
  readonly unexpected?: string;
}

export const DATABASES = ['prisma', 'pg', 'none'] as const;
export type Database = (typeof DATABASES)[number];
