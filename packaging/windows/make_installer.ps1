# Makes dist\leaflet-viewer-VERSION-setup.exe of the program folder that `py run.py package` made.
$ErrorActionPreference = "Stop"
$root = (Resolve-Path "$PSScriptRoot\..\..").Path
$version = & "$root\.venv\Scripts\python.exe" -P -c "import viewer; print(viewer.__version__)"
$nsis = Get-Command makensis -ErrorAction SilentlyContinue
$makensis = if ($nsis) { $nsis.Source } else { "${env:ProgramFiles(x86)}\NSIS\makensis.exe" }
& $makensis /WX /V2 "/DVERSION=$version" "/DPROGRAM=$root\dist\leaflet-viewer" "/DOUT=$root\dist" `
    "/DICON=$root\build\package\made\leaflet-viewer.ico" `
    "/DFILE_ICON=$root\build\package\made\leaflet-file.ico" `
    "$PSScriptRoot\leaflet-viewer.nsi"
if ($LASTEXITCODE -ne 0) { throw "makensis ended with $LASTEXITCODE" }
