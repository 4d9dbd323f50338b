import pg from 'pg';

/** Runs queries on a connection of their own, which is closed at the end. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined); // the server may stop meanwhile; the query rejects as well
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end();
  }
}
