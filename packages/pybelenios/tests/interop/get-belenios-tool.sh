#!/bin/sh
# Puts belenios-tool 3.x, the independent verifier of our archives, into a folder of its own on a Debian machine.
# It comes from a newer Debian suite with the libraries of that suite, so the system's own libraries stay as they are;
# root is not needed, and nothing under /etc or /var changes.
#
# usage: get-belenios-tool.sh DIR [SUITE [LOCKFILE]]
#   SUITE     forky (3.3.0; the default) or trixie (3.0, stays in Debian 13)
#   LOCKFILE  sha256sum lines of the .deb files; when given, the downloaded files must match it exactly
# The mirror is the one that apt of this machine uses already; MIRROR=... names another one.
# The command is then DIR/belenios-tool.
set -eu
D=$1; SUITE=${2:-forky}; LOCK=${3:-}
MIRROR=${MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' | grep -m1 '/debian/$')}
PKGS="belenios-tool libc6 libev4t64 libgmp10 libssl3t64 zlib1g"
case $SUITE in trixie) PKGS="$PKGS libsodium23";; *) PKGS="$PKGS libsodium26";; esac
mkdir -p "$D/lists/partial" "$D/cache/archives/partial" "$D/etc" "$D/dl" "$D/root"
D=$(cd "$D" && pwd)
if [ ! -e "$D/root/usr/bin/belenios-tool" ]; then
  KEYS=$(ls /usr/share/keyrings/debian-archive-*automatic.gpg /usr/share/keyrings/debian-archive-keyring.gpg | paste -sd,)
  echo "deb [signed-by=$KEYS] $MIRROR $SUITE main" > "$D/etc/sources.list"
  : > "$D/etc/status"
  apt="apt-get -q -o Dir::Etc::sourcelist=$D/etc/sources.list -o Dir::Etc::sourceparts=/dev/null
       -o Dir::Etc::preferences=/dev/null -o Dir::Etc::preferencesparts=/dev/null
       -o Dir::State::lists=$D/lists -o Dir::State::status=$D/etc/status
       -o Dir::Cache=$D/cache -o Dir::Cache::archives=$D/cache/archives
       -o APT::Sandbox::User=$(id -un) -o APT::Get::List-Cleanup=0 -o Acquire::Languages=none"
  $apt update
  (cd "$D/dl" && $apt download $PKGS && sha256sum -- *.deb) | grep '\.deb$' > "$D/debs.sha256"
  [ -z "$LOCK" ] || diff -u "$LOCK" "$D/debs.sha256"
  for f in "$D"/dl/*.deb; do dpkg -x "$f" "$D/root"; done
fi
cat > "$D/belenios-tool" <<WRAP
#!/bin/sh
# LWT_ASYNC_METHOD=none is REQUIRED: without it "election verify" of 3.0 to 3.3.0 says OK before it has looked at a ballot
export BELENIOS_USE_URANDOM=1 LWT_ASYNC_METHOD=none
L=$D/root/usr/lib/\$(uname -m)-linux-gnu
exec "\$L"/ld-linux-*.so.? --library-path "\$L" "$D/root/usr/bin/belenios-tool" "\$@"
WRAP
chmod +x "$D/belenios-tool"
"$D/belenios-tool" --version
