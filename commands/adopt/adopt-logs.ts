import type { LogRouterConfig } from '../../lib/tasks/sidecar-config';
import { adoptSecrets, inDeclaredTerms } from './adopt-secret';
import type { Adoption, NamedContainer } from './adoption';
import { leaveOutOthers } from './left-out';

/**
 * What makes a container the log router: its program, and where the logs go.
 *
 * @param routed - a container that writes its logs through it
 */
export function adoptLogRouter(
  { container, at }: NamedContainer,
  routed: NamedContainer | undefined,
  place: Omit<Adoption, 'field' | 'at'>,
): Pick<LogRouterConfig, 'type' | 'options' | 'secretOptions' | 'configurationFile'> {
  const { type = 'fluentbit', options = {}, ...others } = container.firelensConfiguration ?? { type: undefined };
  const { 'config-file-type': fileType, 'config-file-value': file, ...otherOptions } = options;
  const configurationFile = fileType === 'file' ? file : undefined;
  const otherFile = { 'config-file-type': fileType, 'config-file-value': file };
  const field = ['containerDefinitions', container.name, 'firelensConfiguration'];
  leaveOutOthers(others, { ...place, field, at });
  leaveOutOthers(
    { ...otherOptions, ...(configurationFile === undefined && otherFile) },
    { ...place, field: [...field, 'options'], at },
  );
  const { options: destination, secretOptions = [] } = routed?.container.logConfiguration ?? {};
  const ofSecrets = ['containerDefinitions', routed?.container.name ?? '', 'logConfiguration', 'secretOptions'];
  return {
    ...(type !== 'fluentbit' && { type: type as LogRouterConfig['type'] }),
    ...(destination && { options: destination }),
    ...adoptSecrets('secretOptions', secretOptions, { ...place, field: ofSecrets, at }),
    ...(configurationFile !== undefined && { configurationFile }),
  };
}

/** The logs are left out, until it turns out that the stack has them written in the same way. */
export function leaveOutLogs({ container, at }: NamedContainer, adoption: Adoption): void {
  const { logDriver, options = {}, secretOptions = [], ...others } = container.logConfiguration ?? {};
  const field = [...adoption.field, 'logConfiguration'];
  const message =
    logDriver === 'awsfirelens'
      ? 'the containers write their logs through one log router, with one set of options'
      : 'the stack has the logs written to a log group of its own, or through a log router';
  const leaveOut = (path: readonly string[], value: unknown) =>
    adoption.leaveOut({ field: [...field, ...path], at, value, message });
  if (logDriver !== undefined) {
    leaveOut(['logDriver'], logDriver);
  }
  Object.entries(options).forEach(([name, value]) => leaveOut(['options', name], value));
  inDeclaredTerms(secretOptions, adoption).forEach((secret) => leaveOut(['secretOptions', secret.name], secret));
  leaveOutOthers(others, { ...adoption, field });
}
