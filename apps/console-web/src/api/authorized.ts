import type { ConsoleToken } from './console-token.ts';

/**
 * Sends a change with the console's token, if there is one. If the server refuses it for the token, asks the reader for
 * one and sends the change once more.
 *
 * @param send sends the change with these additional headers
 * @param mayAsk false: the first response is returned, without asking
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
