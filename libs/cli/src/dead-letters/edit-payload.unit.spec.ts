import { describe, expect, it } from '@jest/globals';
import { editPayload, parseAssignment } from './edit-payload.js';

const edit = (payload: string, ...assignments: string[]) =>
  editPayload(payload, assignments.map(parseAssignment));

describe('an edited payload', () => {
  it('has the fields set, by pointer or by dots, with JSON or text', () => {
    const payload = '{"lines":[{"quantity":0}],"note":"x","a.b":1}';
    expect(edit(payload, 'lines.0.quantity=2', 'note=hello = you', '/a.b={"c":[null]}', 'new=true')).toBe(
      '{"lines":[{"quantity":2}],"note":"hello = you","a.b":{"c":[null]},"new":true}',
    );
    expect(edit('[1]', '1=2')).toBe('[1,2]');
  });

  it('keeps every other figure as it is written', () => {
    const figures = '{"total":10.50,"id":12345678901234567890,"rate":1e3,"n":0}';
    expect(edit(figures, 'n=1.0')).toBe('{"total":10.50,"id":12345678901234567890,"rate":1e3,"n":1.0}');
  });

  it('sets a member of that name, and nothing of the prototype', () => {
    expect(edit('{}', '__proto__=1')).toBe('{"__proto__":1}');
    expect(() => edit('{}', '__proto__.x=1')).toThrow('no place');
  });

  it.each(['lines.5.quantity=1', 'note.x=1', 'lines.x=1'])(
    'is refused where there is no place %s',
    (assignment) => {
      expect(() => edit('{"lines":[],"note":"x"}', assignment)).toThrow('no place');
    },
  );

  it('needs an assignment, and a payload that is JSON', () => {
    expect(() => parseAssignment('total')).toThrow('sets nothing');
    expect(() => edit('oops', 'a=1')).toThrow('not JSON');
  });
});
