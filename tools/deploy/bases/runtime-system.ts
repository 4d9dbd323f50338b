import { chmod, cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { command } from './command.ts';

/** What distroless' image for Node has: Node, the libraries that it links, certificates, a user. No shell, no packages. */
export async function runtimeSystem(system: string, folder: string): Promise<string> {
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  };
  for (const library of await librariesOf(process.execPath)) {
    await cp(join(system, library), join(folder, library), { dereference: true });
  }
  const certificates = '/etc/ssl/certs/ca-certificates.crt';
  await cp(join(system, certificates), join(folder, certificates));
  await cp(process.execPath, join(folder, '/nodejs/bin/node'));
  await write(
    '/etc/passwd',
    'root:x:0:0::/root:/sbin/nologin\nnonroot:x:65532:65532::/home/nonroot:/sbin/nologin\n',
  );
  await write('/etc/group', 'root:x:0:\nnonroot:x:65532:\n');
  await write('/etc/nsswitch.conf', 'hosts: files dns\n');
  await mkdir(join(folder, 'tmp'));
  await chmod(join(folder, 'tmp'), 0o1777);
  return folder;
}

/** As `ldd` lists them: `libm.so.6 => /lib/x86_64-linux-gnu/libm.so.6 (0x…)`, and the loader by its path alone. */
async function librariesOf(program: string): Promise<string[]> {
  const listed = await command('ldd', program);
  return [...listed.matchAll(/(\/\S+) \(0x/g)].map(([, path]) => path!);
}
