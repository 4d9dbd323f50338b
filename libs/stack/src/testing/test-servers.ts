import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { signal, type ProcessIdentity } from '../process/process-identity.js';
import type { RunningProcess } from '../process/running-process.js';
import { RunRecord } from '../state/run-record.js';
import { clearAbandonedFolders, clearFolder, makeScratchFolder } from './scratch-folder.js';
import { TestNatsServer, testNatsProgram, type NatsProgram } from './test-nats.js';
import { startTestPostgres, type TestPostgres } from './test-postgres.js';

/** Servers of one test run (or of one process, where no run has been set up) and what belongs to them. */
export class TestServers {
  readonly folder: string;
  readonly #record: RunRecord;
  readonly #started: ProcessIdentity[] = [];
  #postgres: Promise<{ postgres: TestPostgres; process: RunningProcess }> | undefined;
  #program: Promise<NatsProgram> | undefined;
  #nats: Promise<TestNatsServer> | undefined;
  readonly #onExit = () => this.#discard();

  /**
   * Also clears up after earlier runs that were killed.
   *
   * @param parent the folder of the run that these belong to, which clears it when it ends
   */
  static async make(parent = tmpdir()): Promise<TestServers> {
    await clearAbandonedFolders();
    return new TestServers(makeScratchFolder(parent));
  }

  private constructor(folder: string) {
    this.folder = folder;
    this.#record = RunRecord.take(folder).record;
    process.on('exit', this.#onExit);
  }

  /** Started at the first call. */
  async postgres(): Promise<TestPostgres> {
    this.#postgres ??= startTestPostgres(this.folder).then((started) => {
      this.#note('postgres', started.process);
      return started;
    });
    return (await this.#postgres).postgres;
  }

  natsProgram(): Promise<NatsProgram> {
    return (this.#program ??= testNatsProgram());
  }

  /** Started at the first call; shared. */
  nats(): Promise<TestNatsServer> {
    return (this.#nats ??= this.natsProgram().then((program) => this.isolatedNats(program)));
  }

  isolatedNats(program: NatsProgram): Promise<TestNatsServer> {
    return TestNatsServer.start(program, this.folder, (process) =>
      this.#note(`nats-${process.pid}`, process),
    );
  }

  async stop(): Promise<void> {
    await clearFolder(this.folder);
    process.off('exit', this.#onExit);
  }

  #note(name: string, process: ProcessIdentity): void {
    this.#started.push(process);
    this.#record.add(name, process);
  }

  /** Whatever still runs: at the end of a process there is no time to be gentle, and nothing to keep. */
  #discard(): void {
    for (const started of this.#started) signal(started, 'SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}
