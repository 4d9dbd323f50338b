import { tmpdir } from 'node:os';
import {
  clearAbandonedFolders,
  clearFolder,
  COMMAND,
  discardFolder,
  makeScratchFolder,
} from './scratch-folder.js';
import {
  findNatsProgram,
  identify,
  type NatsProgram,
  RunRecord,
  type RunningProcess,
  stackConfig,
} from '@waybill/stack/parts';
import { type RouteLink, TestNatsCluster } from './test-nats-cluster.js';
import { type TestNatsOptions, TestNatsServer } from './test-nats.js';
import { startTestPostgres, type TestPostgres } from './test-postgres.js';

/** Servers of one test run (or of one process, if no run has been set up) and what belongs to them. */
export class TestServers {
  readonly folder: string;
  readonly #record: RunRecord;
  #postgres: Promise<TestPostgres> | undefined;
  #program: Promise<NatsProgram> | undefined;
  #nats: Promise<TestNatsServer> | undefined;
  readonly #onExit = () => discardFolder(this.folder);

  /**
   * Also stops and removes what earlier runs that were killed left behind.
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
  postgres(): Promise<TestPostgres> {
    return (this.#postgres ??= startTestPostgres(this.folder, (process) =>
      this.#record.add('postgres', process),
    ));
  }

  /** What `npm start` would use, but never one from outside: tests kill theirs, and delete streams. */
  natsProgram(): Promise<NatsProgram> {
    return (this.#program ??= findNatsProgram(stackConfig()));
  }

  /** Started at the first call; shared. */
  nats(): Promise<TestNatsServer> {
    return (this.#nats ??= this.natsProgram().then((program) => this.isolatedNats(program)));
  }

  isolatedNats(program: NatsProgram, options?: TestNatsOptions): Promise<TestNatsServer> {
    const onStarted = (process: RunningProcess) => this.#record.add(`nats-${process.pid}`, process);
    return TestNatsServer.start(program, this.folder, onStarted, options);
  }

  natsCluster(program: NatsProgram, link?: RouteLink): Promise<TestNatsCluster> {
    const onStarted = (process: RunningProcess) => this.#record.add(`nats-${process.pid}`, process);
    return TestNatsCluster.start(program, this.folder, onStarted, link);
  }

  async stop(): Promise<void> {
    await clearFolder(this.folder);
    process.off('exit', this.#onExit);
  }

  /** A folder for a stack. With these servers at the latest, what runs on it is stopped, and it is removed. */
  scratchFolder(): string {
    return makeScratchFolder(this.folder);
  }

  /**
   * Records a command, which leads a process group of its own, so that it does not outlive the run.
   *
   * @returns removes it from the record
   */
  record(pid: number): () => void {
    const name = COMMAND + pid;
    const identity = identify(pid);
    if (identity) this.#record.add(name, identity);
    return () => this.#record.remove(name);
  }
}
