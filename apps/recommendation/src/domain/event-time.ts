/**
 * When something happened, in milliseconds since the epoch: the time in the event, but not after it was published. A
 * clock that is years ahead would otherwise make everything else look old.
 *
 * @param happenedAt ISO 8601 @param publishedAt ISO 8601
 */
export function eventTime(happenedAt: string, publishedAt: string): number {
  return Math.min(Date.parse(happenedAt), Date.parse(publishedAt));
}
