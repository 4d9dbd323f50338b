/** The rejected records of a request: how many, and why. */
export class Rejections {
  private readonly reasons = new Map<string, number>();

  add(reason: string): void {
    this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + 1);
  }

  get count(): number {
    return [...this.reasons.values()].reduce((sum, count) => sum + count, 0);
  }

  /** `2 × no valid traceId; 1 × no name`. Empty if nothing was rejected. */
  get message(): string {
    return [...this.reasons].map(([reason, count]) => `${count} × ${reason}`).join('; ');
  }
}
