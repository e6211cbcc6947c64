import { z } from 'zod';
import { textOf } from '../validation/harmless-text';
import { atLeastOne, number, publicText, wholeNumber, type Check } from '../validation/fields';
import { shown } from '../validation/messages';
import { objectSchema, withRules, type Rule } from '../validation/object-schema';
import type { AlarmsConfig, AlarmSubscription, ServiceAlarmsConfig } from './alarms-config';

const off = z.literal('off');

/** A threshold, or the word that switches the alarm off. */
function orOff(threshold: z.ZodType<number>) {
  return z.union([threshold, off], {
    error: ({ input }) => `${shown(input)} must be a number, or 'off' for no alarm`,
  });
}

/** @see https://docs.aws.amazon.com/sns/latest/dg/sns-create-subscribe-endpoint-to-topic.html */
const ENDPOINTS: Readonly<Record<AlarmSubscription['protocol'], Check<string>>> = {
  email: (endpoint) =>
    /^[^\s@/:]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/.test(endpoint)
      ? undefined
      : 'must be an e-mail address: ops@example.com',
  https: (endpoint) =>
    /^https:\/\/[A-Za-z0-9.-]+(:\d+)?(\/[^\s]*)?$/.test(endpoint)
      ? undefined
      : 'must be a URL that begins with https://',
  // E.164: https://docs.aws.amazon.com/sns/latest/dg/sns-mobile-phone-number-as-subscriber.html
  sms: (endpoint) =>
    /^\+[1-9]\d{6,14}$/.test(endpoint)
      ? undefined
      : 'must be a telephone number with "+" and the code of its country, and digits only: +81312345678',
};

const endpointRule: Rule<AlarmSubscription> = {
  needs: ['protocol', 'endpoint'],
  check: ({ protocol, endpoint }, report) => {
    const problem = ENDPOINTS[protocol](textOf(endpoint));
    if (problem !== undefined) {
      report(`${shown(textOf(endpoint))} ${problem}`, ['endpoint']);
    }
  },
};

/** SNS has one subscription for an endpoint; the second one of Terraform's would be the same, and removing it would remove both. */
const onceRule: Rule<AlarmsConfig> = {
  needs: ['subscriptions'],
  check: ({ subscriptions }, report) => {
    const endpoints = subscriptions.map(({ protocol, endpoint }) => `${protocol} ${textOf(endpoint)}`);
    for (const [index, endpoint] of endpoints.entries()) {
      if (endpoints.indexOf(endpoint) < index) {
        report('is the same as an earlier one: leave it out', ['subscriptions', index]);
      }
    }
  },
};

export const alarmsSchema = objectSchema<AlarmsConfig>({
  subscriptions: atLeastOne(
    objectSchema<AlarmSubscription>({
      protocol: z.enum(['email', 'https', 'sms']),
      endpoint: publicText(),
    }).check(withRules<AlarmSubscription>([endpointRule])),
    'subscription: an alarm that nobody is told of helps nobody',
  ),
  loadBalancerErrors: orOff(wholeNumber(0)).optional(),
}).check(withRules<AlarmsConfig>([onceRule]));

const percent = wholeNumber(1, 100);
const minutes = wholeNumber(5, 60);

export const serviceAlarmsSchema = objectSchema<ServiceAlarmsConfig>({
  missingTasksMinutes: orOff(minutes).optional(),
  cpuPercent: orOff(percent).optional(),
  memoryPercent: orOff(percent).optional(),
  errorPercent: orOff(above(0, 100)).optional(),
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html#connection-idle-timeout
  responseSeconds: orOff(above(0, 4000)).optional(),
  unhealthyTargetMinutes: orOff(minutes).optional(),
});

function above(minimum: number, maximum: number) {
  return number((value) =>
    value > minimum && value <= maximum ? undefined : `must be more than ${minimum}, and at most ${maximum}`,
  );
}
