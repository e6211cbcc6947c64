import { remedies, secretNamed, trimmed, type Reason } from './reason';

/**
 * What ECS says when it could not read a secret, the most telling first. Two generations of texts are in use: those of the agent,
 * which name the API's error, and newer ones in sentences ("The task cannot pull secrets …"), often with the former behind.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/resource-initialization-error.html
 * @see https://github.com/aws/amazon-ecs-agent/tree/master/agent/asm and `agent/ssm`, which write these texts
 */
export const SECRET_REASONS: readonly Reason[] = [
  {
    pattern: /did not contain json key (\S+)/,
    explain: ([, key = ''], context) => ({
      what: `A secret has no JSON key ${trimmed(key)}`,
      remedy: `Which one tells: ${remedies(context).check}`,
    }),
  },
  {
    // The agent parses a secret only where one of its keys is wanted.
    pattern: /unable to retrieve secret from asm.*(?:invalid character|unexpected end of JSON input|cannot unmarshal)/s,
    explain: ({ input }, context) => ({
      what: `${secretNamed(input)}, of which one JSON key is wanted, holds no JSON object`,
      remedy: `Which one tells: ${remedies(context).check}`,
    }),
  },
  {
    // Of a key that may not be used, Secrets Manager answers with the first, Parameter Store with the second; the last two are about
    // one that is disabled.
    pattern:
      /Access to KMS is not allowed|The ciphertext refers to a customer master key|perform: kms:Decrypt|InvalidKeyId|DecryptionFailure/,
    explain: ({ input }, context) => ({
      what: `${secretNamed(input)} could not be decrypted: the execution role may not use its key, or the key is gone or disabled`,
      remedy: `See whether it has the declared key: ${remedies(context).check}; the role's rights come with ${remedies(context).deploy}`,
    }),
  },
  {
    pattern: /perform: ((?:secretsmanager|ssm):\w+)/,
    explain: ({ input, 1: action = '' }, context) => ({
      what: `The role ${roleNamed(input)} may not ${action} on ${secretNamed(input)}`,
      remedy:
        `The role may read what is declared and bears the environment's tags: ${remedies(context).check}; ` +
        `its rights come with ${remedies(context).deploy}`,
    }),
  },
  {
    pattern: /invalid (?:ssm )?parameters: ([^\s;]+)/i,
    explain: ([, names = ''], context) => ({
      what: `There is no parameter ${trimmed(names).replaceAll(',', ', ')}`,
      remedy: `${remedies(context).deploy}, which creates managed parameters; those of others have to be there: ${remedies(context).check}`,
    }),
  },
  {
    pattern: /marked (?:for deletion|as deleted)|scheduled for deletion/,
    explain: ({ input }, { environment }) => ({
      what: `${secretNamed(input)} was deleted, and waits for the end of its recovery window`,
      remedy: `aws secretsmanager restore-secret --secret-id ${secretNamed(input)} --region ${environment.region}`,
    }),
  },
  {
    pattern: /can't find the specified secret value for (staging label|VersionId): (\S+)/,
    explain: ({ input, 1: kind = '', 2: version = '' }, context) => ({
      what: `${secretNamed(input)} has no version with the ${kind === 'VersionId' ? 'id' : kind} ${trimmed(version)}`,
      remedy: `See its versions: npm run secrets -- history ${context.environment.name} NAME; ${remedies(context).check}`,
    }),
  },
  {
    pattern: /can't find the specified secret|can't retrieve the secret with ARN/,
    explain: ({ input }, context) => ({
      what: `${secretNamed(input)} does not exist in Secrets Manager`,
      remedy: `${remedies(context).deploy}, which creates managed secrets; those of others have to be there: ${remedies(context).check}`,
    }),
  },
];

function roleNamed(text: string): string {
  return /:assumed-role\/([^/\s]+)/.exec(text)?.[1] ?? 'of the task';
}
