import { startEmbeddedAws } from '../../../commands/embedded-aws/embedded-aws';

// A program that starts an embedded AWS, says where, and is killed: LOG_FILE is its argument.
const [logFile = ''] = process.argv.slice(2);
void startEmbeddedAws({ processEnvironment: process.env, logFile }).then(({ endpoint }) => {
  console.log(endpoint);
  process.kill(process.pid, 'SIGKILL');
});
setInterval(() => undefined, 1000);
