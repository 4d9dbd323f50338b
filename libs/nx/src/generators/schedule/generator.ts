import { formatFiles, type GeneratorCallback, type Tree } from '@nx/devkit';
import { recorded } from '../../runs/recorded.ts';
import { afterwards } from '../derived-files.ts';
import { requireDatabase, requireService } from '../existing-service.ts';
import { KEBAB, pascalCase } from '../naming.ts';
import { Refusal } from '../refusal.ts';
import { addToService } from '../service-file.ts';
import { taskTestText, taskText } from './task.ts';
import { timesText, type Times } from './times.ts';

export interface ScheduleOptions extends Times {
  /** `expire-points` */
  readonly name: string;
  readonly service: string;
}

/** Adds work by the clock to a service: the task, its schedule, and a test that runs it. */
export const scheduleGenerator = recorded('schedule', makeSchedule);

async function makeSchedule(tree: Tree, options: ScheduleOptions): Promise<GeneratorCallback> {
  const { name } = options;
  const service = requireService(tree, 'service', options.service);
  requireDatabase(service, 'service');
  if (!KEBAB.test(name)) {
    throw new Refusal('name', `"${name}" is not in kebab case`, 'Write it as in expire-points.');
  }
  const path = `${service.folder}/src/application/${name}.task`;
  if (tree.exists(`${path}.ts`))
    throw new Refusal('name', `there is ${path}.ts already`, 'Choose another name.');
  const times = timesText(options);
  const className = pascalCase(name);
  tree.write(`${path}.ts`, taskText(className, service.client));
  tree.write(`${path}.int.spec.ts`, taskTestText(service, name));
  addToService(tree, service.name, 'schedules', `schedule('${name}', ${times}, ${className})`, [
    { name: 'schedule', from: '@waybill/messaging' },
    { name: className, from: `./application/${name}.task.js` },
  ]);
  await formatFiles(tree);
  return afterwards(tree, service, [`${path}.ts is what runs, on one replica at a time: docs/schedules.md.`]);
}
