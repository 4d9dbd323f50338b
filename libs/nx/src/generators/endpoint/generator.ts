import { formatFiles, type GeneratorCallback, type Tree } from '@nx/devkit';
import { recorded } from '../../runs/recorded.ts';
import { afterwards } from '../derived-files.ts';
import { requireService } from '../existing-service.ts';
import { KEBAB, pascalCase } from '../naming.ts';
import { Refusal } from '../refusal.ts';
import { addToService } from '../service-file.ts';
import { endpointTestText, endpointText } from './endpoint.ts';

export interface EndpointOptions {
  /** `refunds` */
  readonly path: string;
  readonly service: string;
}

/** Adds an endpoint to a service: a controller with a validated query and a described response, and a test. */
export const endpointGenerator = recorded('endpoint', makeEndpoint);

async function makeEndpoint(tree: Tree, options: EndpointOptions): Promise<GeneratorCallback> {
  const service = requireService(tree, 'service', options.service);
  const path = options.path.replace(/^\//, '');
  if (!KEBAB.test(path)) {
    throw new Refusal(
      'path',
      `"${options.path}" is not one segment in kebab case`,
      'Write it as in refunds.',
    );
  }
  const file = `${service.folder}/src/http/${path}.controller`;
  if (tree.exists(`${file}.ts`))
    throw new Refusal('path', `there is ${file}.ts already`, 'Add to that one by hand.');
  const className = `${pascalCase(path)}Controller`;
  tree.write(`${file}.ts`, endpointText(path));
  tree.write(`${file}.int.spec.ts`, endpointTestText(service, path));
  addToService(tree, service.name, 'controllers', className, [
    { name: className, from: `./http/${path}.controller.js` },
  ]);
  await formatFiles(tree);
  return afterwards(tree, service, [
    `GET /${path} is in ${file}.ts, and in the page /docs of ${service.name}.`,
  ]);
}
