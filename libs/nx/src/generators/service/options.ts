/** As schema.json describes them. */
export interface ServiceOptions {
  readonly name: string;
  readonly consumes?: readonly string[];
  readonly emits?: readonly string[];
  readonly database?: Database;
  readonly http?: boolean;
  readonly description?: string;
}

export const DATABASES = ['prisma', 'pg', 'none'] as const;
export type Database = (typeof DATABASES)[number];
