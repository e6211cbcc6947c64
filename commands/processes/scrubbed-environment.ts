import { devNull } from 'node:os';

/**
 * Variables that decide about accounts, credentials, endpoints, Terraform's arguments, its inputs and its log. The plugin cache
 * is none of these, and saves a download.
 */
const DECISIVE = /^(AWS|TF|CDKTF|MOTO)_(?!PLUGIN_CACHE_DIR$)/i;

/** What a process gets of the operator's environment when it must not reach any account that this environment leads to. */
export function scrubbedEnvironment(processEnvironment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const harmless = Object.entries(processEnvironment).filter(([name]) => !DECISIVE.test(name));
  return {
    ...Object.fromEntries(harmless),
    // In place of ~/.aws, whose default profile needs no variable.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    // In place of the role of the machine.
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}
