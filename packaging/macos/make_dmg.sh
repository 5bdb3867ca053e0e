#!/bin/sh
# Makes dist/leaflet-viewer-VERSION.dmg of the app that `python3 run.py package` made. PyInstaller has
# signed it for this machine; with a certificate's name in CODESIGN_IDENTITY it is signed with that.
set -eu
cd "$(dirname "$0")/../.."
version=$(.venv/bin/python -P -c 'import viewer; print(viewer.__version__)')
app="dist/Leaflet Viewer.app"
if [ -n "${CODESIGN_IDENTITY:-}" ]; then
    codesign --force --deep --options runtime --timestamp --sign "$CODESIGN_IDENTITY" "$app"
fi
codesign --verify --deep --strict "$app"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp -R "$app" "$folder/"
ln -s /Applications "$folder/Applications"
hdiutil create -volname "Leaflet Viewer" -srcfolder "$folder" -format UDZO -ov \
    "dist/leaflet-viewer-$version.dmg"
