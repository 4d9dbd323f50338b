export interface HealthResult {
  name: string;
  ok: boolean;
  /** Why not, for people; no addresses or credentials. */
  detail?: string;
}

/** Gives one result for each part it knows of. */
export type HealthSource = () => HealthResult[] | Promise<HealthResult[]>;

/** A check that takes longer than this has failed. */
const PATIENCE_MS = 2_000;

/** What `/health/ready` asks. Each part of a service adds itself. */
export class HealthChecks {
  private readonly sources: { name: string; source: HealthSource }[] = [];

  /** A part that is healthy when `check` resolves, and not when it throws or takes longer than two seconds. */
  add(name: string, check: () => unknown): void {
    this.addSource(name, async () => {
      await check();
      return [{ name, ok: true }];
    });
  }

  /** Several parts at once; `name` stands for them where the source itself fails. */
  addSource(name: string, source: HealthSource): void {
    this.sources.push({ name, source });
  }

  async run(): Promise<HealthResult[]> {
    const results = await Promise.all(this.sources.map((entry) => this.ask(entry)));
    return results.flat();
  }

  private async ask({ name, source }: { name: string; source: HealthSource }): Promise<HealthResult[]> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<HealthResult[]>((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS, [
        { name, ok: false, detail: `no answer in ${PATIENCE_MS} ms` },
      ]);
    });
    try {
      return await Promise.race([Promise.resolve().then(source), late]);
    } catch (error) {
      return [{ name, ok: false, detail: reasonOf(error) }];
    } finally {
      clearTimeout(timer);
    }
  }
}

/** A code where there is one: messages of clients tend to hold addresses. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'failed';
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : error.message;
}
