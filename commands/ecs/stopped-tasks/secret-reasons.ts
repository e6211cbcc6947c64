import { remedies, secretNamed, trimmed, type Reason } from './reason';

/**
 * What ECS says when it could not read a secret, the most telling first. Two generations of texts are in use: those of the agent,
 * which name the API's error, and newer ones in sentences ("The task cannot pull secrets …"), often followed by the former.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/resource-initialization-error.html
 * @see https://github.com/aws/amazon-ecs-agent/tree/master/agent/asm and `agent/ssm`, which write these texts
 */
export const SECRET_REASONS: readonly Reason[] = [
  {
    pattern: /did not contain json key (\S+)/,
    explain: ([, key = ''], context) => ({
      what: `A secret has no JSON key ${trimmed(key)}`,
      remedy: `This shows which one: ${remedies(context).checkDeep}`,
    }),
  },
  {
    // The agent parses a secret only where one of its keys is wanted.
    pattern: /unable to retrieve secret from asm.*(?:invalid character|unexpected end of JSON input|cannot unmarshal)/s,
    explain: ({ input }, context) => ({
      what: `${secretNamed(input)}, of which a JSON key is selected, is not a JSON object`,
      remedy: `This shows which one: ${remedies(context).checkDeep}`,
    }),
  },
  {
    // Of a key that may not be used, Secrets Manager answers with the first, Parameter Store with the second; the last two are about
    // one that is disabled.
    pattern:
      /Access to KMS is not allowed|The ciphertext refers to a customer master key|perform: kms:Decrypt|InvalidKeyId|DecryptionFailure/,
    explain: ({ input }, context) => ({
      what: `${secretNamed(input)} could not be decrypted: the execution role may not use its key, or the key is gone or disabled`,
      remedy: `Check whether it has the declared key: ${remedies(context).checkDeep}. Deploying grants the role's permissions: ${remedies(context).deploy}`,
    }),
  },
  {
    pattern: /perform: ((?:secretsmanager|ssm):\w+)/,
    explain: ({ input, 1: action = '' }, context) => ({
      what: `The role ${roleNamed(input)} may not ${action} on ${secretNamed(input)}`,
      remedy:
        `The role may read what is declared and has the environment's tags: ${remedies(context).checkDeep}. ` +
        `Deploying grants its permissions: ${remedies(context).deploy}`,
    }),
  },
  {
    pattern: /invalid (?:ssm )?parameters: ([^\s;]+)/i,
    explain: ([, names = ''], context) => ({
      what: `There is no parameter ${trimmed(names).replaceAll(',', ', ')}`,
      remedy: `Deploying creates managed parameters; existing ones must already exist: ${remedies(context).deploy}. Check: ${remedies(context).checkDeep}`,
    }),
  },
  {
    pattern: /marked (?:for deletion|as deleted)|scheduled for deletion/,
    explain: ({ input }, context) => ({
      what: `${secretNamed(input)} was deleted, and its recovery window has not ended yet`,
      remedy: `Restore it: ${remedies(context).restoreSecret(secretNamed(input, 'NAME'))}`,
    }),
  },
  {
    pattern: /can't find the specified secret value for (staging label|VersionId): (\S+)/,
    explain: ({ input, 1: kind = '', 2: version = '' }, context) => ({
      what: `${secretNamed(input)} has no version with the ${kind === 'VersionId' ? 'id' : kind} ${trimmed(version)}`,
      remedy: `List its versions: ${remedies(context).history(secretNamed(input, 'NAME'))}. Check: ${remedies(context).checkDeep}`,
    }),
  },
  {
    pattern: /can't find the specified secret|can't retrieve the secret with ARN/,
    explain: ({ input }, context) => ({
      what: `${secretNamed(input)} does not exist in Secrets Manager`,
      remedy: `Deploying creates managed secrets; existing ones must already exist: ${remedies(context).deploy}. Check: ${remedies(context).checkDeep}`,
    }),
  },
];

function roleNamed(text: string): string {
  return /:assumed-role\/([^/\s]+)/.exec(text)?.[1] ?? 'of the task';
}
