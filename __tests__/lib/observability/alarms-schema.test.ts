import type { AlarmsConfig, AlarmSubscription, ServiceAlarmsConfig } from '../../../lib/observability/alarms-config';
import { harmless } from '../../../lib/validation/harmless-text';
import { problemsWith, problemsWithService, unchecked } from '../../support/configuration-problems';

const onCall: AlarmSubscription = { protocol: 'email', endpoint: 'on-call@example.com' };

const ofAlarms = (alarms: Partial<AlarmsConfig>) => problemsWith({ alarms: { subscriptions: [onCall], ...alarms } });
const ofSubscription = (protocol: AlarmSubscription['protocol'], endpoint: AlarmSubscription['endpoint']) =>
  ofAlarms({ subscriptions: [{ protocol, endpoint }] });

describe('a subscription', () => {
  // https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html
  test.each<[AlarmSubscription['protocol'], string]>([
    ['email', 'on-call@example.com'],
    ['email', 'on.call+shop@mail.example.co.jp'],
    ['https', 'https://alarms.example.com'],
    ['https', 'https://alarms.example.com:8443/shop?environment=prod'],
    ['sms', '+81312345678'],
    ['sms', '+1234567'],
    ['sms', '+123456789012345'],
  ])('by %s can be for %s', (protocol, endpoint) => {
    expect(ofSubscription(protocol, endpoint)).toEqual([]);
  });

  test.each<[AlarmSubscription['protocol'], string, string]>([
    ['email', 'on-call', 'must be an e-mail address: ops@example.com'],
    ['email', 'on-call@example', 'must be an e-mail address: ops@example.com'],
    ['email', 'a b@example.com', 'must be an e-mail address: ops@example.com'],
    ['email', 'mailto:ops@example.com', 'must be an e-mail address: ops@example.com'],
    ['https', 'http://alarms.example.com', 'must be a URL that begins with https://'],
    ['https', 'https://alarms.example.com/with space', 'must be a URL that begins with https://'],
    ['https', 'https://', 'must be a URL that begins with https://'],
    [
      'sms',
      '0312345678',
      'must be a telephone number with "+" and the code of its country, and digits only: +81312345678',
    ],
    [
      'sms',
      '+81-3-1234-5678',
      'must be a telephone number with "+" and the code of its country, and digits only: +81312345678',
    ],
    [
      'sms',
      '+123456',
      'must be a telephone number with "+" and the code of its country, and digits only: +81312345678',
    ],
    [
      'sms',
      '+1234567890123456',
      'must be a telephone number with "+" and the code of its country, and digits only: +81312345678',
    ],
  ])('by %s cannot be for %s', (protocol, endpoint, problem) => {
    expect(ofSubscription(protocol, endpoint)).toEqual([`alarms.subscriptions[0].endpoint: "${endpoint}" ${problem}`]);
  });

  test('by another protocol is refused, with those that there are', () => {
    expect(ofSubscription(unchecked('fax'), '+81312345678')).toEqual([
      expect.stringMatching(/^alarms\.subscriptions\[0\]\.protocol: "fax" .*email.*https.*sms/),
    ]);
  });

  test('must not contain a credential, which everybody would read in code and state', () => {
    const endpoint = 'https://user:canary-not-a-password@alarms.example.com/';
    const [problem, ...others] = ofSubscription('https', endpoint);
    expect(problem).toContain('must not be here');
    expect([problem, ...others].join()).not.toContain('canary');
    expect(ofSubscription('https', harmless('https://alarms.example.com/canary', 'An address only'))).toEqual([]);
  });

  test('is declared once', () => {
    expect(ofAlarms({ subscriptions: [onCall, { ...onCall, endpoint: 'others@example.com' }] })).toEqual([]);
    expect(ofAlarms({ subscriptions: [onCall, onCall] })).toEqual([
      'alarms.subscriptions[1]: is the same as an earlier one: leave it out',
    ]);
  });

  test('is needed, or nobody is told', () => {
    expect(ofAlarms({ subscriptions: [] })).toEqual([
      'alarms.subscriptions: must have at least one subscription: an alarm that nobody is told of helps nobody',
    ]);
  });
});

describe('a threshold', () => {
  const ofService = (alarms: ServiceAlarmsConfig) => problemsWithService({ alarms });

  test.each<[keyof ServiceAlarmsConfig, number, number, string]>([
    ['missingTasksMinutes', 5, 60, 'must be a whole number, 5 to 60'],
    ['unhealthyTargetMinutes', 5, 60, 'must be a whole number, 5 to 60'],
    ['cpuPercent', 1, 100, 'must be a whole number, 1 to 100'],
    ['memoryPercent', 1, 100, 'must be a whole number, 1 to 100'],
  ])('of %s is %i to %i', (field, minimum, maximum, problem) => {
    expect(ofService({ [field]: minimum })).toEqual([]);
    expect(ofService({ [field]: maximum })).toEqual([]);
    expect(ofService({ [field]: minimum - 1 })).toEqual([`alarms.${field}: ${minimum - 1} ${problem}`]);
    expect(ofService({ [field]: maximum + 1 })).toEqual([`alarms.${field}: ${maximum + 1} ${problem}`]);
    expect(ofService({ [field]: minimum + 0.5 })).toEqual([`alarms.${field}: ${minimum + 0.5} ${problem}`]);
  });

  test.each<[keyof ServiceAlarmsConfig, number]>([
    ['errorPercent', 100],
    ['responseSeconds', 4000],
  ])('of %s is more than 0, at most %i', (field, maximum) => {
    const problem = `must be more than 0, and at most ${maximum}`;
    expect(ofService({ [field]: 0.01 })).toEqual([]);
    expect(ofService({ [field]: maximum })).toEqual([]);
    expect(ofService({ [field]: 0 })).toEqual([`alarms.${field}: 0 ${problem}`]);
    expect(ofService({ [field]: maximum + 1 })).toEqual([`alarms.${field}: ${maximum + 1} ${problem}`]);
  });

  test('of the load balancer is 0 or more', () => {
    expect(ofAlarms({ loadBalancerErrors: 0 })).toEqual([]);
    expect(ofAlarms({ loadBalancerErrors: -1 })).toEqual([
      'alarms.loadBalancerErrors: -1 must be a whole number, 0 or more',
    ]);
  });

  test('is switched off with a word, and with no other', () => {
    expect(ofService({ cpuPercent: 'off', errorPercent: 'off' })).toEqual([]);
    expect(ofService({ cpuPercent: unchecked('none') })).toEqual([
      `alarms.cpuPercent: "none" must be a number, or 'off' for no alarm`,
    ]);
    expect(ofService({ cpuPercent: unchecked(false) })).toEqual([
      `alarms.cpuPercent: false must be a number, or 'off' for no alarm`,
    ]);
  });

  test('of an alarm that there is not is refused', () => {
    expect(ofService(unchecked({ cpu: 80 }))).toEqual(['alarms.cpu: unknown field']);
  });
});
