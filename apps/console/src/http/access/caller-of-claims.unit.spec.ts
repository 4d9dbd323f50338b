import { describe, expect, it } from '@jest/globals';
import { callerOfClaims } from './caller-of-claims.js';

const rules = { oidcRoleClaim: 'groups', oidcOperate: ['sre'], oidcLook: ['staff', 'support'] };

describe('the caller of a sign-in', () => {
  it('has the highest role that the values of the claim give, and none without', () => {
    const roleOf = (groups: unknown) => callerOfClaims({ sub: 's', groups }, rules)?.role;
    expect(roleOf(['staff', 'sre'])).toBe('operate');
    expect(roleOf('support')).toBe('look');
    for (const groups of [['SRE', 'sre '], [], undefined, { sre: true }, 'staff,sre']) {
      expect(roleOf(groups)).toBeUndefined();
    }
  });

  it('is looked up in a claim of a claim, or of a name with dots', () => {
    const nested = { ...rules, oidcRoleClaim: 'realm_access.roles' };
    expect(callerOfClaims({ sub: 's', realm_access: { roles: ['sre'] } }, nested)?.role).toBe('operate');
    expect(callerOfClaims({ sub: 's', 'realm_access.roles': ['staff'] }, nested)?.role).toBe('look');
    expect(callerOfClaims({ sub: 's' }, nested)).toBeUndefined();
  });

  it('has the name by which people know it', () => {
    const nameOf = (claims: object) => callerOfClaims({ sub: 's-1', groups: 'sre', ...claims }, rules)?.name;
    expect(nameOf({ preferred_username: 'ana', email: 'a@b' })).toBe('ana');
    expect(nameOf({ email: 'a@b' })).toBe('a@b');
    expect(nameOf({ preferred_username: '' })).toBe('s-1');
  });
});
