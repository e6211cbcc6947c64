import { z } from 'zod';
import { wholeNumber, type Check } from '../validation/fields';
import { objectSchema, withRules } from '../validation/object-schema';
import type { ServiceConnectEndpoint } from './service-connect-config';

/**
 * After which the proxy closes an idle connection, by default: a longer wait for an answer would end with it.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TimeoutConfiguration.html
 */
export const IDLE_TIMEOUT_SECONDS = 300;

export const serviceConnectEndpointSchema = objectSchema<ServiceConnectEndpoint>({
  protocol: z.enum(['http', 'http2', 'grpc', 'tcp']).optional(),
  requestTimeoutSeconds: wholeNumber(0, IDLE_TIMEOUT_SECONDS).optional(),
}).check(
  withRules<ServiceConnectEndpoint>([
    {
      needs: ['protocol', 'requestTimeoutSeconds'],
      check: ({ protocol, requestTimeoutSeconds }, report) => {
        if (protocol === 'tcp' && requestTimeoutSeconds !== undefined) {
          report('must be left out with the protocol "tcp", which has no requests', ['requestTimeoutSeconds']);
        }
      },
    },
  ]),
);

/**
 * What is wrong with the name under which a service is published.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceConnectService.html
 */
export const publishedNameProblem: Check<string> = (name) => {
  if (name === 'localhost') {
    return 'cannot be a name by which services are reached: in every task it means the task itself';
  }
  return /^[a-z0-9_][a-z0-9_-]{0,63}$/.test(name)
    ? undefined
    : 'must be 1 to 64 lower-case letters, digits, "-" and "_", not starting with "-", as services are reached by it with Service Connect';
};
