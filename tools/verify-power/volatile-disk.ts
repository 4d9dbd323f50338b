import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SIZE = 256 * 1024 * 1024;
/**
 * ext4's FS_IOC_SHUTDOWN with NOLOGFLUSH: from this moment on nothing more reaches the device, neither dirty pages nor
 * the journal. The tests of Linux's file systems simulate power failures with it.
 */
const SHUT_DOWN =
  'open my $disk, "<", $ARGV[0] or die "$!\n"; my $flags = pack "L", 2; ioctl $disk, 0x8004587D, $flags or die "$!\n"';

/** A file system of its own that can lose its power: an ext4 image on a loop device. */
export class VolatileDisk implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'waybill-power-'));
  readonly #image = join(this.#folder, 'disk.img');
  #mounted = false;
  readonly #removed = () => this[Symbol.dispose]();

  /** Where it is mounted. */
  readonly path = join(this.#folder, 'disk');

  /** Undefined if there can be such disks here, or else why not. */
  static obstacle(): string | undefined {
    if (process.platform !== 'linux') return 'it mounts a disk of its own, which needs Linux';
    if (process.getuid?.() !== 0) return 'it mounts a disk of its own, which needs root';
    try {
      using disk = VolatileDisk.make();
      disk.cutPower();
      return undefined;
    } catch (error) {
      return `it cannot mount an ext4 image here and shut it down: ${messageOf(error)}`;
    }
  }

  static make(): VolatileDisk {
    const disk = new VolatileDisk();
    try {
      writeFileSync(disk.#image, '');
      truncateSync(disk.#image, SIZE);
      run('mkfs.ext4', '-q', '-F', disk.#image);
      mkdirSync(disk.path);
      disk.#mount();
      return disk;
    } catch (error) {
      disk[Symbol.dispose]();
      throw error;
    }
  }

  private constructor() {
    // An interrupted run would leave its mount behind.
    process.once('exit', this.#removed);
  }

  /** What was not written to the device is lost; what reads or writes it gets errors. */
  cutPower(): void {
    run('perl', '-e', SHUT_DOWN, this.path);
  }

  /** As after the next start of the machine: replays the journal. Nothing may have files of it open. */
  restorePower(): void {
    run('umount', this.path);
    this.#mounted = false;
    this.#mount();
  }

  #mount(): void {
    run('mount', '-o', 'loop', this.#image, this.path);
    this.#mounted = true;
  }

  [Symbol.dispose](): void {
    process.off('exit', this.#removed);
    if (this.#mounted) run('umount', '--lazy', this.path);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function run(program: string, ...args: string[]): void {
  execFileSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
}

function messageOf(error: unknown): string {
  const { stderr } = Object(error) as { stderr?: Buffer };
  return (stderr?.toString().trim() || String(error)).split('\n').at(-1)!;
}
