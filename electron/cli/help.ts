export const help = `gantry: run a Compose file as a cluster on this machine

usage: gantry [-f FILE]… [options] COMMAND [ARGUMENTS]

  up [SERVICE…]        make the engine run what the file says
  plan [SERVICE…]      what up would do, and why; changes nothing
  ps                   services and replicas as they are now
  endpoints [SERVICE…] names, addresses and ports inside the networks, and who is behind the gateway
  scale web=5 …        write the number into the file and apply just that
  logs [-f] [SERVICE…] lines of all replicas in order of time
  events [-f]          what happened, one line an event
  rollout history      every applied state: when, why, what changed, images; --revision N
  rollout undo [SERVICE…]  back to the state before, or --to-revision N, with its very images
  rollout status       how far the newest state is on its replicas; --wait
  rollout pause, resume, restart [SERVICE…]  hold updates, go on, replace every replica
  down [--volumes]     remove what runs; volumes only when asked
  volumes              named volumes: size, users, last use
  volumes rm NAME…     remove volumes with what is in them
  volumes export NAME FILE.tar   copy what is in a volume to a file
  volumes import FILE.tar NAME   and back
  config [FILE…]       the file as Gantry reads it: merged, filled in, in long form
  validate [FILE…]     every problem of the file with its place; nothing is run
  support [FILE…]      what of the file a target (-t docker, -t kubernetes) does not do to the letter
  targets              where a stack can run
  doctor               look at this machine

options
  -f, --file FILE      Compose file; several are merged (default: compose.yaml here)
      --env-file FILE  variables for the file, instead of .env beside it; may be repeated
      --profile NAME   also the services of this profile; may be repeated
  -p, --project NAME   another stack name
  -t, --target T       another target, see gantry targets
      --wait           up, scale, rollout: until everything is ready (--timeout, default 120 s)
      --timeout T      give up after T: seconds, or 90s, 2m
      --remove-orphans up: also remove services that left the file
      --build          up: build images also when they are there
      --tail N         logs: last N lines of each replica (default 100)
  -y, --yes            do not ask
      --json           one JSON document, or one per line when following

exit codes: 0 done, 1 failed, 2 bad input, 3 target unreachable, 4 timed out or unhealthy
`;
