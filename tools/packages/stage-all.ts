// `nx run tools:package`: what `nx release publish` publishes.
import { stagePackages } from './stage.ts';

for (const { name, version, folder } of stagePackages()) console.log(`${name} ${version} in ${folder}`);
