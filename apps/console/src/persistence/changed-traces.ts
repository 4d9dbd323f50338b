import { Injectable } from '@nestjs/common';

/** More than a page shows at once; with so many, it reloads the list. */
const MOST = 200;

/** The newest traces that got spans or logs since `take` was last called. */
@Injectable()
export class ChangedTraces {
  private readonly ids = new Set<string>();

  add(traceIds: Iterable<string>): void {
    for (const id of traceIds) {
      // A set keeps the order of insertion: back to the end.
      this.ids.delete(id);
      this.ids.add(id);
    }
    for (const id of this.ids) {
      if (this.ids.size <= MOST) break;
      this.ids.delete(id);
    }
  }

  /** Newest first; forgets them. */
  take(): string[] {
    const taken = [...this.ids].reverse();
    this.ids.clear();
    return taken;
  }
}
