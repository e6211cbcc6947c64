import { SECRET_FILES_DIRECTORY } from '../secrets/secret-file';
import { didYouMean, shown } from '../validation/messages';
import type { HasValidType, Path, Report } from '../validation/object-schema';
import type { ConfiguredContainer } from './configured-containers';
import type { SharedPath } from './container-config';

/** A directory is one thing in a container, and what is shared is shared with containers of the task. */
export function checkDirectories(
  containers: readonly ConfiguredContainer[],
  report: Report,
  hasValidType: HasValidType,
): void {
  const mounted = new Map(containers.map(({ name }) => [name, new Map([[SECRET_FILES_DIRECTORY, 'secretFiles']])]));
  const mount = (name: string, directory: string, what: string, at: Path) => {
    const known = mounted.get(name);
    const other = known?.get(directory);
    if (other !== undefined) {
      report(`${shown(directory)} is in ${shown(name)} already by ${other}; a directory is one thing`, at);
    }
    known?.set(directory, other ?? what);
  };
  for (const { name, path, config } of containers) {
    const writable = hasValidType(...path, 'writablePaths') ? (config.writablePaths ?? []) : [];
    for (const [index, declared] of writable.entries()) {
      const at = [...path, 'writablePaths', index];
      const shared: SharedPath = typeof declared === 'string' ? { path: declared } : declared;
      mount(name, shared.path, `writablePaths of ${shown(name)}`, at);
      for (const field of ['writableBy', 'readableBy'] as const) {
        for (const [position, other] of (shared[field] ?? []).entries()) {
          if (mounted.has(other)) {
            mount(other, shared.path, `writablePaths of ${shown(name)}`, [...at, field, position]);
          } else {
            report(`${shown(other)} is no container of the task${didYouMean(other, [...mounted.keys()])}`, [
              ...at,
              field,
              position,
            ]);
          }
        }
      }
    }
    for (const [index, { path: directory }] of (hasValidType(...path, 'tmpfs') ? (config.tmpfs ?? []) : []).entries()) {
      mount(name, directory, 'tmpfs', [...path, 'tmpfs', index, 'path']);
    }
  }
}
