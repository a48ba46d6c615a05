/** The names of rendered documents, which tabs show. */

/** `/repo/overlays/staging` is shown as `staging.rendered.yaml`, the Deployment web in it as `staging/Deployment web.yaml`. */
export function renderedPath(directory: string, object?: string): string {
  const path = directory.replace(/\/+$/, '');
  if (object !== undefined) return `${path}/${object.replaceAll('/', '-')}.yaml`;
  const name = path.slice(path.lastIndexOf('/') + 1) || 'root';
  return `${path}/${name}.rendered.yaml`;
}
