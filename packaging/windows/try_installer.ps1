# Installs without a question, for this user and then for all, asks the installed program, uninstalls, and
# looks for rests. To be run as an administrator.
$ErrorActionPreference = "Stop"
$root = (Resolve-Path "$PSScriptRoot\..\..").Path
$setup = (Get-Item "$root\dist\leaflet-viewer-*-setup.exe").FullName
$folder = "$env:TEMP\leaflet viewer trial"
$settings = "$env:ProgramData\Leaflet Viewer"

function Invoke-Setup($program, $options) {
    $done = Start-Process $program $options -Wait -PassThru
    if ($done.ExitCode -ne 0) { throw "$program ended with $($done.ExitCode)" }
}

foreach ($mode in "CurrentUser", "AllUsers") {
    $hive = if ($mode -eq "AllUsers") { "HKLM:" } else { "HKCU:" }
    $classes = "$hive\Software\Classes"
    $kinds = ".leaflet", ".xml", ".json", ".zip" | ForEach-Object { "$classes\$_" }
    $before = "$($kinds | Where-Object { Test-Path $_ })"

    Invoke-Setup $setup "/S", "/$mode", "/D=$folder"
    & "$folder\leaflet-viewer-console.exe" list
    if ($LASTEXITCODE -ne 0) { throw "the installed program ended with $LASTEXITCODE" }
    if (-not (Test-Path "$classes\.leaflet")) { throw ".leaflet is not registered" }
    if ($mode -eq "AllUsers") {
        $rights = Get-Acl $settings
        if (-not $rights.AreAccessRulesProtected -or $rights.Access.Count -ne 3) {
            throw "$settings is not protected: $($rights.AccessToString)"
        }
    }

    # _?= keeps the uninstaller from copying itself away, so that it can be waited for.
    Invoke-Setup "$folder\uninstall.exe" "/S", "/$mode", "_?=$folder"
    if (Test-Path "$folder\_internal") { throw "the program is still there" }
    $after = "$($kinds | Where-Object { Test-Path $_ })"
    if ($after -ne $before) { throw "registered before: $before; after: $after" }
}
