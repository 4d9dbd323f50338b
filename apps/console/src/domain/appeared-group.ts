/** A group that has open letters for the first time, or again. */
export interface AppearedGroup {
  group: string;
  consumer: string;
  type: string;
  error: string;
  letterId: string;
  /** It came back by a replay. */
  failedAgain: boolean;
}
