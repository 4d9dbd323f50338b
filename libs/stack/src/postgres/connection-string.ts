export interface ConnectionParts {
  readonly user: string;
  readonly password: string;
  readonly port: number;
  readonly database: string;
}

/** A connection string to the embedded Postgres, which listens on 127.0.0.1 alone. */
export function connectionString({ user, password, port, database }: ConnectionParts): string {
  return `postgresql://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
}
