import { describe, expect, it } from '@jest/globals';
import type { ProcessView as ConsoleView } from '@waybill/console-api';
import type { ProcessView as SupervisorView } from '@waybill/stack';

/** Neither library may import the other; whoever may import both compares them, when types are checked. */
describe('a process of the stack', () => {
  it('is told of by the supervisor as the console passes it on', () => {
    const passOn = (view: SupervisorView): ConsoleView => view;
    const view = { name: 'order', state: 'running', pid: 42, stoppable: true } as const;
    expect(passOn(view)).toEqual(view);
  });
});
