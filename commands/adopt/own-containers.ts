import {
  file,
  SECRET_FILES_DIRECTORY,
  SECRET_FILES_WRITER_IMAGE,
  type SecretFile,
} from '../../lib/secrets/secret-file';
import { parameterPath, RUNTIME_PARAMETERS_VARIABLE } from '../../lib/secrets/secret-names';
import { secretFilesWriterName } from '../../lib/tasks/secret-files-writer';
import type { SidecarConfig } from '../../lib/tasks/sidecar-config';
import { volumesPreparerName } from '../../lib/tasks/task-volumes';
import { textOf } from '../../lib/validation/harmless-text';
import { adoptSecrets, inDeclaredTerms } from './adopt-secret';
import type { Adoption, AdoptionPlace } from './adoption';
import type { LeaveOut } from './left-out';
import type { Container } from './task-definition';

/** Whether a stack of this project has put a container before those that are declared. */
export function isOwnContainer({ name, image }: Container, all: readonly Container[]): boolean {
  return (
    image === SECRET_FILES_WRITER_IMAGE &&
    all.some((other) => name === secretFilesWriterName(other.name) || name === volumesPreparerName(other))
  );
}

/** They are left out, until it turns out that the stack has the same again. */
export function leaveOutOwn(own: readonly Container[], place: AdoptionPlace, leaveOut: LeaveOut): void {
  for (const container of own) {
    const value = { ...container, ...(container.secrets && { secrets: inDeclaredTerms(container.secrets, place) }) };
    const field = ['containerDefinitions', container.name];
    leaveOut({ field, at: [], value, message: 'the stack has such a container, which differs' });
  }
}

/** How such a container writes each file. */
const WRITTEN_FILE = /^printf '%s' "\$(\w+)" > "\$SECRET_FILES_DIRECTORY\/([^"/]+)"$/gm;

/** With the files that such a container writes for it, in the place of the variables with their paths. */
export function withSecretFiles(
  config: SidecarConfig,
  writer: Container | undefined,
  adoption: Adoption,
): SidecarConfig {
  if (writer === undefined) {
    return config;
  }
  const field = ['containerDefinitions', writer.name, 'secrets'];
  const { secretFiles: sources = {} } = adoptSecrets('secretFiles', writer.secrets ?? [], { ...adoption, field });
  const written = [...(writer.command?.join('\n') ?? '').matchAll(WRITTEN_FILE)];
  const secretFiles = Object.fromEntries(
    written.flatMap(([, variable = '', fileName = '']): [string, SecretFile][] => {
      const source = sources[variable];
      return source === undefined ? [] : [[variable, file(fileName, source)]];
    }),
  );
  const isPath = (name: string, value: string) => name in secretFiles && value.startsWith(SECRET_FILES_DIRECTORY);
  return { ...withoutVariables(config, isPath), secretFiles };
}

/** With the part of the hierarchy that an application reads itself, in the place of the variable with its path. */
export function withRuntimeParameters(
  config: SidecarConfig,
  { environment }: AdoptionPlace,
): SidecarConfig & { readonly runtimeParameters?: string } {
  const path = textOf(config.environmentVariables?.[RUNTIME_PARAMETERS_VARIABLE]) ?? '';
  const start = parameterPath(environment, '');
  return path.startsWith(start)
    ? {
        ...withoutVariables(config, (name) => name === RUNTIME_PARAMETERS_VARIABLE),
        runtimeParameters: path.slice(start.length),
      }
    : config;
}

function withoutVariables(
  { environmentVariables = {}, ...config }: SidecarConfig,
  isIn: (name: string, value: string) => boolean,
): SidecarConfig {
  const left = Object.entries(environmentVariables).filter(([name, value]) => !isIn(name, textOf(value)));
  return { ...config, ...(left.length > 0 && { environmentVariables: Object.fromEntries(left) }) };
}
