import type { ConsoleToken } from './console-token.ts';

/**
 * Sends a change with the console's token where there is one. An answer that wants a token, or another one, is asked
 * about, and the change sent once more; the second answer stands.
 *
 * @param send sends it with these headers beside its own
 * @param mayAsk false: nobody is bothered for it, the first answer stands
 */
export async function authorized(
  send: (headers: Record<string, string>) => Promise<Response>,
  token: ConsoleToken,
  mayAsk: boolean,
): Promise<Response> {
  const tried = token.current;
  const response = await send(bearer(tried));
  if (response.status !== 401 || !mayAsk) return response;
  const instead = await token.instead(tried);
  return instead === undefined ? response : send(bearer(instead));
}

function bearer(token: string | undefined): Record<string, string> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}
