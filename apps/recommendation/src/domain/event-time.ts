/**
 * When something happened, in milliseconds since the epoch: as the event says, but not after it was
 * published. A clock that runs years ahead would else make all that others did look old.
 *
 * @param happenedAt ISO 8601 @param publishedAt ISO 8601
 */
export function eventTime(happenedAt: string, publishedAt: string): number {
  return Math.min(Date.parse(happenedAt), Date.parse(publishedAt));
}
