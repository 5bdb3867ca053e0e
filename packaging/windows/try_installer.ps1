# Installs for this user without a question, asks the installed program, uninstalls, looks for rests.
$ErrorActionPreference = "Stop"
$root = (Resolve-Path "$PSScriptRoot\..\..").Path
$setup = (Get-Item "$root\dist\leaflet-viewer-*-setup.exe").FullName
$folder = "$env:TEMP\leaflet viewer trial"
$kind = "HKCU:\Software\Classes\.leaflet"

Start-Process $setup "/S", "/CurrentUser", "/D=$folder" -Wait
& "$folder\leaflet-viewer-console.exe" list
if ($LASTEXITCODE -ne 0) { throw "the installed program ended with $LASTEXITCODE" }
if (-not (Test-Path $kind)) { throw ".leaflet is not registered" }

# _?= keeps the uninstaller from copying itself away, so that it can be waited for.
Start-Process "$folder\uninstall.exe" "/S", "/CurrentUser", "_?=$folder" -Wait
if (Test-Path "$folder\_internal") { throw "the program is still there" }
if (Test-Path $kind) { throw ".leaflet is still registered" }
