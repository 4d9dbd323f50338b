import { formatFiles, type GeneratorCallback, type Tree } from '@nx/devkit';
import { recorded } from '../../runs/recorded.ts';
import { afterwards } from '../derived-files.ts';
import { requireService } from '../existing-service.ts';
import { KEBAB, pascalCase } from '../naming.ts';
import { Refusal } from '../refusal.ts';
import { addToService } from '../service-file.ts';
import { faultTestText, faultText } from './fault.ts';

export interface FaultOptions {
  /** `slow-mails` */
  readonly name: string;
  readonly service: string;
}

/** Adds a fault switch to a service, for a disturbance of its own: the console lists it with the library's. */
export const faultGenerator = recorded('fault', makeFault);

async function makeFault(tree: Tree, { name, service: of }: FaultOptions): Promise<GeneratorCallback> {
  const service = requireService(tree, 'service', of);
  if (!KEBAB.test(name)) {
    throw new Refusal('name', `"${name}" is not in kebab case`, 'Write it as in slow-mails.');
  }
  const path = `${service.folder}/src/faults/${name}.fault`;
  if (tree.exists(`${path}.ts`))
    throw new Refusal('name', `there is ${path}.ts already`, 'Choose another name.');
  const className = `${pascalCase(name)}Fault`;
  tree.write(`${path}.ts`, faultText(name, className));
  tree.write(`${path}.unit.spec.ts`, faultTestText(name, className));
  addToService(tree, service.name, 'providers', className, [
    { name: className, from: `./faults/${name}.fault.js` },
  ]);
  await formatFiles(tree);
  return afterwards(tree, service, [
    `Inject ${className} where it disturbs something, and look at isOn there. The Faults page switches it.`,
  ]);
}
