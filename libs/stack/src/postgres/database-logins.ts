/** The two logins of a service's database, as connection strings. */
export interface DatabaseLogins {
  /** Owns the database and its tables: for migrations alone. */
  readonly owner: string;
  /** What the service connects with: it reads and writes rows, and cannot change a table. */
  readonly runtime: string;
}

export interface Login {
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

export function loginOf(url: string): Login {
  const { username, password, pathname } = new URL(url);
  return {
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
  };
}

/** Whom migrations grant the use of their tables; undefined if the service connects as their owner. */
export function runtimeRole({ owner, runtime }: DatabaseLogins): string | undefined {
  const { user } = loginOf(runtime);
  return user === loginOf(owner).user ? undefined : user;
}
